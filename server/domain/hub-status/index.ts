/** How the hub itself is doing: what arrives, what waits for somebody, what the machine has left. */
export { attentionCap, readAttention } from './attention.ts';
export { readIngest } from './ingest.ts';
export { forgetProcess, type Machine, noteBackup, noteProcess, type Place, readMachine } from './machine.ts';
export { readSilentTerminals } from './silent-terminals.ts';
export { countCap, readWaiting } from './waiting.ts';
