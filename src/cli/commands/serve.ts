import type { Context } from '../main.ts';
export async function serve(_: Context): Promise<boolean> { return true; }
