/** What arrives and what waits, of the companies that the person sees. */

import { Link } from 'react-router-dom';
import { ago, clock, number } from '../formats.ts';
import { LineChart } from '../line-chart.tsx';
import { t } from '../texts.ts';
import type { LiveData } from './live-data.ts';
import { Tile } from './tile.tsx';

const lists = '/admin/resources';
const minuteMs = 60_000;

export function Figures({ data }: { data: LiveData }) {
  const count = (value: number) => (value > data.countCap ? `${number(data.countCap)}+` : number(value));
  return (
    <div className="gate-cards">
      <IngestTile data={data} />
      <Tile
        title={t('Tills heard of within the hour')}
        value={t('{seen} of {all}', { seen: data.seen, all: data.terminals })}
        to={`${lists}/Terminal?filters.isActive=true`}
      />
      <SilentTile data={data} />
      <Tile
        title={t('Open quarantine')}
        value={count(data.quarantined)}
        tone={data.quarantined > 0 ? 'bad' : undefined}
        to={`${lists}/QuarantinedItem?filters.resolvedAt~~is=empty`}
      />
      <Tile
        title={t('Open conflicts')}
        value={count(data.conflicts)}
        tone={data.conflicts > 0 ? 'bad' : undefined}
        to={`${lists}/Conflict?filters.resolvedAt~~is=empty`}
      />
      <UnexplainedTile data={data} count={count(data.unexplained.count)} />
      <Tile
        title={t('Documents that came again')}
        value={number(data.repeats)}
        note={t('Stored once all the same; a till that repeats much has a poor connection.')}
        to={`${lists}/Terminal`}
      />
      <QueueTiles data={data} count={count} />
    </div>
  );
}

function IngestTile({ data: { ingest, timeZone } }: { data: LiveData }) {
  const first = Date.parse(ingest.first);
  const labels = ingest.minutes.map((_, index) => clock(new Date(first + index * minuteMs).toISOString(), timeZone));
  const hour = ingest.minutes.reduce((sum, documents) => sum + documents, 0);
  const minute = ingest.minutes.at(-2) ?? 0;
  return (
    <Tile
      title={t('Documents received')}
      value={t('{rate} per second', { rate: number(ingest.perSecond, 1) })}
      note={
        <>
          {t('{minute} in the last whole minute, {hour} in the hour', { minute, hour })}
          {ingest.isPartial && ` (${t('only the latest were counted')})`}
        </>
      }
      to={`${lists}/Transaction`}
    >
      <LineChart title={t('Documents per minute, last hour')} labels={labels} values={ingest.minutes} isSmall />
    </Tile>
  );
}

function SilentTile({ data: { silent, at } }: { data: LiveData }) {
  const { rows, count, isMore } = silent;
  return (
    <Tile
      title={t('Silent tills')}
      value={isMore ? `${number(count)}+` : number(count)}
      tone={count > 0 ? 'warning' : undefined}
      note={count === 0 ? t('None is overdue by the hours in which its store sells.') : undefined}
      to={`${lists}/Terminal?filters.isActive=true`}
    >
      <ul className="gate-tile-rows">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to={`${lists}/Terminal/records/${row.id}/show`}>
              {row.store} {row.code}
            </Link>
            <span className="gate-quiet" title={row.company}>
              {ago(row.lastSeenAt, at)}
            </span>
          </li>
        ))}
      </ul>
    </Tile>
  );
}

function UnexplainedTile({ data, count }: { data: LiveData; count: string }) {
  const { unexplained } = data;
  return (
    <Tile
      title={t('Closures nobody can explain')}
      value={count}
      tone={unexplained.count > 0 ? 'bad' : undefined}
      to={`${lists}/ClosureJudgement?filters.verdict=unexplained`}
    >
      <ul className="gate-tile-rows">
        {unexplained.worst.map((closure) => (
          <li key={closure.id}>
            <Link to={`${lists}/Closure/records/${closure.id}/show`}>
              {closure.store} {closure.terminal}
            </Link>
            <span className="gate-quiet">{t('period {number}', { number: String(closure.number) })}</span>
          </li>
        ))}
      </ul>
    </Tile>
  );
}

function QueueTiles({ data, count }: { data: LiveData; count: (value: number) => string }) {
  const { mail, outbox, jobs } = data;
  const running = jobs.imports + jobs.changes + jobs.erasures;
  return (
    <>
      <Tile
        title={t('Mail waiting')}
        value={count(mail.waiting)}
        tone={mail.givenUp > 0 ? 'bad' : undefined}
        note={mail.givenUp > 0 ? t('{count} given up in thirty days', { count: count(mail.givenUp) }) : undefined}
        to={`${lists}/MailMessage?filters.sentAt~~is=empty`}
      />
      <Tile
        title={t('Events for other systems')}
        value={count(outbox.waiting)}
        tone={outbox.failed > 0 ? 'bad' : undefined}
        note={outbox.failed > 0 ? t('{count} could not be delivered', { count: count(outbox.failed) }) : undefined}
        to={`${lists}/OutboxEvent?filters.deliveredAt~~is=empty`}
      />
      <Tile
        title={t('Background jobs')}
        value={number(running)}
        note={
          running > 0 ? (
            <>
              <Link to={`${lists}/DataImport`}>{t('{count} import | {count} imports', { count: jobs.imports })}</Link>,{' '}
              <Link to={`${lists}/BulkChange`}>
                {t('{count} change of many rows | {count} changes of many rows', { count: jobs.changes })}
              </Link>
              , {t('{count} company being erased | {count} companies being erased', { count: jobs.erasures })}
            </>
          ) : (
            t('Nothing is running.')
          )
        }
      />
    </>
  );
}
