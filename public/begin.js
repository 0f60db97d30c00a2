// Before anything is drawn. Has the run that comes with the page on its way beside the page's own script, which asks for it only once all of that is there and has run.
// An address that names anything opens with another run; what it names, that script alone can tell.
if (location.search === '' && location.hash === '') {
  // What stands in the page above the heads is of that alone.
  document.documentElement.dataset.first = '';
  const link = document.createElement('link');
  // As a plain `fetch` asks for it, or it would come twice.
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: 'first-run.bin' });
  document.head.append(link);
}
