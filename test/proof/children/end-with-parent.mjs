/** Loaded ahead of a hub under test: ends it when whoever started it is gone, also by a kill, because its input then ends. */

process.stdin.once('end', () => process.kill(process.pid, 'SIGKILL')).resume();
// Waiting for that must not keep a hub alive which has nothing else to do. A pipe has `unref`, a file has not.
if ('unref' in process.stdin) process.stdin.unref();
