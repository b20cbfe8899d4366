/** Servers of this process keep a connection for as long as its client does. Left to themselves they close one that was idle for five
 *  seconds: a test that the machine has held up for so long would send its next request into it (ECONNRESET). */
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';

// The files of a process share what it listens to.
const once = globalThis as unknown as Record<symbol, boolean>;
const isListening = Symbol.for('gate.test.patient-servers');

if (!once[isListening]) {
  once[isListening] = true;
  subscribe('http.server.request.start', (message) => {
    (message as { server: Server }).server.keepAliveTimeout = 0;
  });
}
