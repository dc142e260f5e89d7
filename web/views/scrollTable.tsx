import type { Child } from 'hono/jsx';

/** A table that scrolls in itself where it is wider than the page; keyboards reach it, screen readers hear its name. */
export const ScrollTable = ({ kind, caption, children }: { kind?: string; caption: string; children?: Child }) => (
  <div class="scroll" tabindex={0} role="group" aria-label={caption}>
    <table class={kind === undefined ? 't' : `t ${kind}`}>
      <caption class="vh">{caption}</caption>
      {children}
    </table>
  </div>
);
