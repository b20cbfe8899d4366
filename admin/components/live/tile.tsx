/** One figure of the first page; it leads to the list behind it. */

import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

export interface TileProps {
  title: string;
  value: string;
  note?: ReactNode;
  tone?: 'good' | 'warning' | 'bad' | undefined;
  /** Address of the list with its filter set. */
  to?: string;
  children?: ReactNode;
}

export function Tile({ title, value, note, tone, to, children }: TileProps) {
  return (
    <section className={`gate-card${tone ? ` is-${tone}-card` : ''}`}>
      <h2 className="gate-card-title">{to ? <Link to={to}>{title}</Link> : title}</h2>
      <strong className={tone ? `is-${tone}` : undefined}>{value}</strong>
      {note && <span className="gate-quiet">{note}</span>}
      {children}
    </section>
  );
}
