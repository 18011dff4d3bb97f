import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { explain } from '../ui/explain.js';

interface Notices {
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
  const [items, setItems] = useState<FlashbarProps.MessageDefinition[]>([]);
  const notices = useMemo(() => {
    const add = (type: FlashbarProps.Type, header: string, content?: string) => {
      const id = crypto.randomUUID();
      const onDismiss = () => setItems((now) => now.filter((one) => one.id !== id));
      const item = { id, type, header, content, dismissible: true, dismissLabel: 'Dismiss', onDismiss };
      setItems((now) => [item, ...now].slice(0, 3));
    };
    return {
      items,
      done: (header: string, content?: string) => add('success', header, content),
      failed: (header: string, error: unknown) => add('error', header, explain(error).text),
    };
  }, [items]);
  return <Context value={notices}>{children}</Context>;
}
