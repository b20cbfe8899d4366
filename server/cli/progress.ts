/** Progress of long work: a bar on a terminal, a plain line for every tenth otherwise. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** @param done 0 to 1 */
  update(done: number, step: string): void;
  stop(): void;
}

/** Writes to standard error, so that standard output stays what a program may read. */
export function startProgress(title: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? barProgress(title, stream) : lineProgress(title, stream);
}

function barProgress(title: string, stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage}% {step}`, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  bar.start(100, 0, { step: '' });
  return {
    update: (done, step) => bar.update(Math.round(done * 100), { step }),
    stop: () => bar.stop(),
  };
}

function lineProgress(title: string, stream: NodeJS.WriteStream): Progress {
  let shown = -1;
  return {
    update(done, step) {
      const tenth = Math.floor(done * 10);
      if (tenth <= shown) return;
      shown = tenth;
      stream.write(`${title} ${tenth * 10} % ${step}\n`);
    },
    stop: () => undefined,
  };
}
