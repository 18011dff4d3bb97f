import type { MouseEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';

/** Links to our own pages change the page without loading it anew, whichever component they are in. */
export function FollowLinks({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/portal"]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link === null || link.target || link.download || !plain) return;
    event.preventDefault();
    void navigate(link.getAttribute('href')!);
  };
  return <div onClick={follow}>{children}</div>;
}
