import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { explain } from '../ui/explain.js';

interface Notice extends FlashbarProps.MessageDefinition {
  /** Milliseconds. */
  readonly at: number;
}

interface Notices {
  /** The last one, until it is dismissed or left behind. */
  readonly items: readonly FlashbarProps.MessageDefinition[];
  /** Says that something was done, wherever one is by then. */
  readonly done: (header: string, content?: string) => void;
  readonly failed: (header: string, error: unknown) => void;
}

const Context = createContext<Notices | undefined>(undefined);

export function useNotices(): Notices {
  return useContext(Context)!;
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<Notice[]>([]);
  useForgetting(setItems);
  const notices = useMemo(() => {
    const add = (type: FlashbarProps.Type, header: string, content?: string) => {
      const id = crypto.randomUUID();
      const onDismiss = () => setItems((now) => now.filter((one) => one.id !== id));
      const item = {
        at: performance.now(),
        id,
        type,
        header,
        content,
        dismissible: true,
        dismissLabel: 'Dismiss',
        onDismiss,
      };
      setItems([item]);
    };
    return {
      items,
      done: (header: string, content?: string) => add('success', header, content),
      failed: (header: string, error: unknown) => add('error', header, explain(error).text),
    };
  }, [items]);
  return <Context value={notices}>{children}</Context>;
}

/** Milliseconds for which a notice belongs to the page that one is led to, and not to the one before. */
const FRESH = 2_000;

/** What was said on the page before is not said again on the next. */
function useForgetting(setItems: (change: (now: Notice[]) => Notice[]) => void): void {
  const { pathname } = useLocation();
  useEffect(() => {
    setItems((now) => now.filter(({ at }) => performance.now() - at < FRESH));
  }, [pathname, setItems]);
}
