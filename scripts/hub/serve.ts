import { bookworm, zooModel } from './content.ts';
import { Hub } from './hubServer.ts';

// A hub to try by hand: put its address into the field "Host" of the page.
const hub = await Hub.open();
for (const id of ['bookworm-gpt', 'bookworm-bert'] as const) hub.publish(`headlight/${id}`, bookworm(id));
for (const name of ['bert-eager', 'gpt2', 'external-data', 'vit']) hub.publish(`zoo/${name}`, zooModel(name));
console.log(`${hub.url} has headlight/bookworm-gpt, headlight/bookworm-bert, zoo/bert-eager, zoo/gpt2, ...`);
