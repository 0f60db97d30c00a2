// Preloaded (node --import): a process whose parent has gone, by whatever means, is told to stop, as that would have told it.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid === parent) return;
  try {
    // Where it leads a group, what it started is told too.
    process.kill(-process.pid, 'SIGTERM');
  } catch {
    process.kill(process.pid, 'SIGTERM');
  }
}, 300).unref();
