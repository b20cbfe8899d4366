/** The machine, the database and the processes: for staff of the whole hub. */

import { ago, bytes, clock, duration, moment, number } from '../formats.ts';
import { t } from '../texts.ts';
import type { LiveData, LiveMachine } from './live-data.ts';
import { Tile } from './tile.tsx';

const gigabyte = 1e9;
const dayMs = 86_400_000;

export function Machine({ data, machine }: { data: LiveData; machine: LiveMachine }) {
  return (
    <>
      <h2 className="gate-part">{t('Machine')}</h2>
      <div className="gate-cards">
        <DiskTile {...machine.disk} />
        <DatabaseTile {...machine.database} />
        <BackupTile backup={machine.backup} data={data} />
        <ProcessTile processes={machine.processes} data={data} />
      </div>
      <SlowRequests slow={machine.slow} timeZone={data.timeZone} />
    </>
  );
}

function DiskTile({ freeBytes, totalBytes }: LiveMachine['disk']) {
  const share = totalBytes > 0 ? freeBytes / totalBytes : 1;
  const tone =
    share < 0.03 || freeBytes < gigabyte ? 'bad' : share < 0.1 || freeBytes < 5 * gigabyte ? 'warning' : 'good';
  return (
    <Tile
      title={t('Free disk space')}
      value={bytes(freeBytes)}
      tone={tone}
      note={t('of {total}, where the data folder lies', { total: bytes(totalBytes) })}
    >
      <meter min={0} max={1} low={0.9} high={0.97} optimum={0} value={1 - share} aria-label={t('Used disk space')} />
    </Tile>
  );
}

function DatabaseTile({ bytes: size, logBytes, bytesPerDay }: LiveMachine['database']) {
  const growth =
    bytesPerDay === null
      ? t('how fast it grows is known after a day')
      : t('{size} more each day', { size: bytes(bytesPerDay) });
  return (
    <Tile
      title={t('Database')}
      value={bytes(size)}
      note={logBytes > 0 ? `${t('and {size} of log', { size: bytes(logBytes) })}; ${growth}` : growth}
    />
  );
}

function BackupTile({ backup, data }: { backup: LiveMachine['backup']; data: LiveData }) {
  if (!backup) {
    return (
      <Tile
        title={t('Last backup')}
        value={t('none')}
        tone="bad"
        note={t('“npm run gate -- backup” makes one, while the hub runs.')}
      />
    );
  }
  const age = Date.parse(data.at) - Date.parse(backup.at);
  const tone = age > 7 * dayMs ? 'bad' : age > 2 * dayMs ? 'warning' : 'good';
  return (
    <Tile
      title={t('Last backup')}
      value={ago(backup.at, data.at)}
      tone={tone}
      note={`${moment(backup.at, data.timeZone)}, ${bytes(backup.bytes)}`}
    />
  );
}

function ProcessTile({ processes, data }: { processes: LiveMachine['processes']; data: LiveData }) {
  return (
    <Tile title={t('Processes of the hub')} value={number(Math.max(1, processes.length))}>
      <ul className="gate-tile-rows">
        {processes.slice(0, 6).map((process) => (
          <li key={`${process.host} ${process.pid}`}>
            <span>
              {process.host} <span className="gate-quiet">{process.pid}</span>
            </span>
            <span className="gate-quiet">
              {bytes(process.memoryBytes)}, {t('started {when}', { when: ago(process.startedAt, data.at) })}
            </span>
          </li>
        ))}
      </ul>
    </Tile>
  );
}

function SlowRequests({ slow, timeZone }: { slow: LiveMachine['slow']; timeZone: string | null }) {
  return (
    <section className="gate-panel">
      <h2>{t('Slowest requests of the last hour')}</h2>
      <p className="gate-quiet">{t('By route, as the process measured them that answered this page.')}</p>
      <div className="gate-scroll">
        <table className="gate-table">
          <thead>
            <tr>
              <th>{t('Route')}</th>
              <th className="is-figure">{t('Slowest')}</th>
              <th className="is-figure">{t('When')}</th>
              <th className="is-figure">{t('Requests')}</th>
            </tr>
          </thead>
          <tbody>
            {slow.map((row) => (
              <tr key={row.route}>
                <td>
                  <code className="gate-code">{row.route}</code>
                </td>
                <td className={`is-figure${row.slowestMs >= 1000 ? ' is-bad' : ''}`}>{duration(row.slowestMs)}</td>
                <td className="is-figure">{clock(row.at, timeZone)}</td>
                <td className="is-figure">{number(row.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
