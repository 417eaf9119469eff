import type { Known } from '../../core/chain/observed/known.ts';
import { UserError } from '../../core/errors.ts';

/** Reads something that may be refused, where the rest is worth knowing without it. @throws any error but the cloud's own refusal */
export async function known<T>(read: Promise<T>): Promise<Known<T>> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UserError) return { refusal: error.message };
    throw error;
  }
}
