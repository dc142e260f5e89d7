import { raw } from 'hono/html';

/** Line icons on a 20 px grid, drawn for Vigie. */
const PATHS = {
  digest:
    '<path d="M3.5 4.5h10v9.5a2 2 0 0 0 2 2H5a1.5 1.5 0 0 1-1.5-1.5z"/><path d="M13.5 8h3v6a1.5 1.5 0 0 1-1.5 2M6 7.5h5M6 10.25h5M6 13h3"/>',
  competitors:
    '<circle cx="5.8" cy="13.2" r="3"/><circle cx="14.2" cy="13.2" r="3"/><path d="M8.8 12.6c.8-.5 1.6-.5 2.4 0M3 12l1.8-6.5h2.7V9M17 12l-1.8-6.5h-2.7V9M7.5 8h5"/>',
  topics: '<path d="M3.5 4h3.5v12H3.5zM8.25 4h3.5v7.5h-3.5zM13 4h3.5v9.5H13z"/>',
  search: '<circle cx="9" cy="9" r="5"/><path d="M12.8 12.8 17 17"/>',
  sources: '<path d="M4 4.5A11.5 11.5 0 0 1 15.5 16M4 9a7 7 0 0 1 7 7"/><circle cx="5.2" cy="14.8" r="1.2"/>',
  editions: '<rect x="3.5" y="4.5" width="13" height="12" rx="1"/><path d="M3.5 8.5h13M7 3v3M13 3v3"/>',
  boards: '<path d="M3.5 4h3.5v12H3.5zM8.25 4h3.5v7.5h-3.5zM13 4h3.5v9.5H13z"/>',
  subscriptions: '<rect x="3" y="5" width="14" height="10.5" rx="1"/><path d="m3.5 6 6.5 5 6.5-5"/>',
  team: '<circle cx="7.5" cy="7" r="2.5"/><path d="M2.5 16c0-3 2-5 5-5s5 2 5 5M13 5a2.3 2.3 0 0 1 0 4.4M14.5 11.5c1.9.6 3 2.2 3 4.5"/>',
  report: '<path d="M3 16.5h14M5.5 13.5V10M10 13.5V5M14.5 13.5V8"/>',
  settings:
    '<path d="M3 6h7.5M15.5 6H17M3 14h1.5M9.5 14H17"/><circle cx="13" cy="6" r="2.2"/><circle cx="7" cy="14" r="2.2"/>',
  more: '<circle cx="4.5" cy="10" r=".9"/><circle cx="10" cy="10" r=".9"/><circle cx="15.5" cy="10" r=".9"/>',
  check: '<path d="m4 10.5 4 4 8.5-9"/>',
  keep: '<path d="M5.5 3.5h9v13L10 13l-4.5 3.5z"/>',
  open: '<path d="M11 4h5v5M16 4l-7 7M13.5 11.5V16H4V6.5h4.5"/>',
  page: '<path d="M5 3h7l3.5 3.5V17H5zM10 6.5v4M8 8.5h4M8 13.5h4"/>',
  brand: '<path d="M3.5 4.5h13v9H10l-3.5 3v-3h-3z"/>',
  offtrack: '<circle cx="10" cy="10" r="6.8"/><path d="m13 7-1.8 4.2L7 13l1.8-4.2z"/>',
  flag: '<path d="M5 17V3.5M5 4.5h10l-2.5 3 2.5 3H5"/>',
  up: '<path d="M10 16V5M5.5 9 10 4.5 14.5 9"/>',
  down: '<path d="M10 4v11M5.5 11 10 15.5 14.5 11"/>',
  same: '<path d="M5 10h10"/>',
  trends: '<path d="M3 14.5 8 9.5l3.5 3L17 6M12.5 5.5H17V10"/>',
  plus: '<path d="M10 4v12M4 10h12"/>',
  right: '<path d="m7.5 5 5 5-5 5"/>',
  alert: '<path d="M10 3.5 17.5 16.5h-15zM10 8.3v3.7M10 14.1v.2"/>',
  print: '<path d="M6 8V3.5h8V8M6 14H3.5V8.5h13V14H14M6 12h8v4.5H6z"/>',
  refresh: '<path d="M15.8 8A6 6 0 1 0 16 11.5M16 4.5V8h-3.5"/>',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="i" aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
);

const SPRITE = Object.entries(PATHS)
  .map(([name, paths]) => `<symbol id="i-${name}" viewBox="0 0 20 20">${paths}</symbol>`)
  .join('');

/** Every icon once a page; each use points to it. */
export const Sprite = () => (
  <svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false">
    {raw(SPRITE)}
  </svg>
);
