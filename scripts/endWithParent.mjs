// Preloaded (node --import): a process whose parent has gone, by whatever means, is told to stop, as that would have told it.
// npm starts a script by a shell, and some shells stay in between: such a one is looked past.
import { readFileSync } from 'node:fs';

const SHELL = /^(?:ba|da|z|k)?sh$/;

/** Name and parent of a process, where the system tells by files; elsewhere shells leave nothing in between. */
function about(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), parent };
  } catch {
    return null;
  }
}

/** Who is above this process, as one text. */
function above() {
  const parent = about(process.ppid);
  const isBetween = process.env.npm_lifecycle_event !== undefined && parent !== null && SHELL.test(parent.name);
  return `${process.ppid} ${isBetween ? parent.parent : ''}`;
}

const before = above();
setInterval(() => {
  if (above() === before) return;
  try {
    // Where it leads a group, what it started is told too.
    process.kill(-process.pid, 'SIGTERM');
  } catch {
    process.kill(process.pid, 'SIGTERM');
  }
}, 300).unref();
