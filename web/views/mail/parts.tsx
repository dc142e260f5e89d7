import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';

// Mail programs know neither our style sheet nor variables: colours stand in every element, and a few rules turn them dark.

export const SANS = "-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif";
export const SERIF = "Charter,'Charis SIL','Sitka Text','Noto Serif',Georgia,serif";
export const INK = '#17201f';
export const INK_2 = '#47534f';
export const ACCENT = '#1d4aa0';

const STYLE = `:root{color-scheme:light dark}body{margin:0;padding:0}
@media (max-width:620px){.wrap{padding:16px!important}}
@media (prefers-color-scheme:dark){.bg{background:#141918!important}.ink{color:#e6ebe9!important}.ink2{color:#b4bfbb!important}.line{border-color:#e6ebe9!important}.hair{border-color:#2b3332!important}.lnk{color:#9dbdff!important}.cta{background:#9dbdff!important;color:#0c1730!important}}`;

/** One column of 600 px at most, readable in a narrow pane. */
export const MailDocument = ({
  language,
  title,
  preview,
  children,
}: {
  language: string;
  title: string;
  /** What mailboxes show beside the subject. */
  preview?: string;
  children?: Child;
}) => html`<!doctype html>
${(
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{title}</title>
      <style>{raw(STYLE)}</style>
    </head>
    <body class="bg" style="margin:0;background:#ffffff">
      {preview === undefined ? '' : <div style="display:none;max-height:0;overflow:hidden">{preview}</div>}
      <main lang={language}>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="bg" style="background:#ffffff">
          <tr>
            <td align="center">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style="max-width:600px;margin:0 auto;text-align:left"
              >
                <tr>
                  <td class="wrap" style="padding:28px 24px 40px">
                    {children}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </main>
    </body>
  </html>
)}`;

export const Title = ({ children }: { children?: Child }) => (
  <h1 class="ink" style={`font-family:${SERIF};font-size:28px;line-height:34px;font-weight:600;color:${INK};margin:0`}>
    {children}
  </h1>
);

/** @param small for what is said beside. @param lines keeps line breaks, of what somebody wrote */
export const Paragraph = ({
  children,
  small = false,
  lines = false,
}: {
  children?: Child;
  small?: boolean;
  lines?: boolean;
}) => (
  <p
    class="ink2"
    style={`font-family:${SANS};font-size:${small ? 13 : 15}px;line-height:${small ? 20 : 23}px;color:${INK_2};margin:8px 0 12px${lines ? ';white-space:pre-line' : ''}`}
  >
    {children}
  </p>
);

export const Button = ({ href, children }: { href: string; children?: Child }) => (
  <p style="margin:18px 0">
    <a
      class="cta"
      href={href}
      style={`font-family:${SANS};display:inline-block;background:${ACCENT};color:#ffffff;font-size:15px;font-weight:600;line-height:20px;padding:11px 18px;border-radius:4px;text-decoration:none`}
    >
      {children}
    </a>
  </p>
);
