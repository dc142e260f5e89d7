import type { Action } from '../../src/domain/access/policy.ts';

export type PageName =
  | 'digest'
  | 'editions'
  | 'competitors'
  | 'trends'
  | 'search'
  | 'boards'
  | 'subscriptions'
  | 'team'
  | 'report'
  | 'sources'
  | 'settings';

interface Entry {
  name: PageName;
  href: string;
  /** Whom it is shown to; everybody when absent. */
  needs?: Action;
  /** Stands among the tabs of a phone; the others stand at the foot of its pages. */
  isTab?: boolean;
}

const MENU: { group: 'read' | 'find' | 'share' | 'feed'; pages: Entry[] }[] = [
  {
    group: 'read',
    pages: [
      { name: 'digest', href: '/', isTab: true },
      { name: 'competitors', href: '/competitors', isTab: true },
      { name: 'trends', href: '/trends' },
      { name: 'editions', href: '/editions' },
    ],
  },
  {
    group: 'find',
    pages: [
      { name: 'search', href: '/search', isTab: true },
      { name: 'boards', href: '/boards', isTab: true },
    ],
  },
  {
    group: 'share',
    pages: [
      { name: 'subscriptions', href: '/subscriptions' },
      { name: 'team', href: '/team', needs: 'manage' },
      { name: 'report', href: '/report' },
    ],
  },
  {
    group: 'feed',
    pages: [
      { name: 'sources', href: '/sources', needs: 'feed' },
      { name: 'settings', href: '/settings' },
    ],
  },
];

/** The menu as somebody may use it. */
export const menuFor = ({ may }: { may(action: Action): boolean }) =>
  MENU.map(({ group, pages }) => ({
    group,
    pages: pages.filter(({ needs }) => needs === undefined || may(needs)),
  })).filter(({ pages }) => pages.length > 0);
