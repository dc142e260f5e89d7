import type { Child } from 'hono/jsx';

interface BlockProps {
  /** Of its heading: it may be pointed to. */
  id: string;
  title: Child;
  /** In small letters beside the title. */
  note?: Child;
  /** What it holds speaks for itself: only screen readers hear its title. */
  isUntitled?: boolean;
  children?: Child;
}

/** A part of a page under its heading. */
export const Block = ({ id, title, note, isUntitled = false, children }: BlockProps) => (
  <section class="block" aria-labelledby={id}>
    {isUntitled ? (
      <h2 id={id} class="vh">
        {title}
      </h2>
    ) : (
      <div class="sec">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span class="fine">{note}</span>}
      </div>
    )}
    {children}
  </section>
);
