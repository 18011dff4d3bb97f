import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { explain } from '../ui/explain.js';

interface Notice extends FlashbarProps.MessageDefinition {
  /** The page that it is for. */
  readonly path: string;
}

/** What is said beside the header, and on which page; left out: on the one that one is on by then. */
interface More {
  readonly content?: string;
  readonly path?: string;
}

interface Notices {
  /** The last one, until it is dismissed, left behind, or something else is begun. */
  readonly items: readonly FlashbarProps.MessageDefinition[];
  readonly done: (header: string, more?: More) => void;
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
    const add = (type: FlashbarProps.Type, header: string, more?: More) => {
      const id = crypto.randomUUID();
      const onDismiss = () => setItems((now) => now.filter((one) => one.id !== id));
      const item = {
        path: location.pathname,
        ...more,
        id,
        type,
        header,
        dismissible: true,
        dismissLabel: 'Dismiss',
        onDismiss,
      };
      setItems([item]);
    };
    return {
      items,
      done: (header: string, more?: More) => add('success', header, more),
      failed: (header: string, error: unknown) => add('error', header, { content: explain(error).text }),
    };
  }, [items]);
  return <Context value={notices}>{children}</Context>;
}

/** What was said on one page is not said again on the next, nor once something else is begun. */
function useForgetting(setItems: (change: (now: Notice[]) => Notice[]) => void): void {
  const { pathname } = useLocation();
  const mutations = useQueryClient().getMutationCache();
  useEffect(() => setItems((now) => now.filter(({ path }) => path === pathname)), [pathname, setItems]);
  useEffect(
    () => mutations.subscribe(({ type }) => type === 'added' && setItems(() => [])),
    [mutations, setItems],
  );
}
