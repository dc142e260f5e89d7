import type { Context } from '../main.ts';
export async function demo(_: Context): Promise<boolean> { return true; }
