/** A button with a panel below it. Escape and a click elsewhere close it. */

import { type ReactNode, useEffect, useRef, useState } from 'react';

interface Props {
  label: ReactNode;
  title?: string;
  className?: string;
  children(close: () => void): ReactNode;
}

export function Popup({ label, title, className = '', children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen]);
  return (
    <div className="gate-popup" ref={root}>
      <button
        type="button"
        className={className}
        title={title}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div
          className="gate-popup-panel"
          role="dialog"
          aria-label={title ?? (typeof label === 'string' ? label : undefined)}
        >
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
