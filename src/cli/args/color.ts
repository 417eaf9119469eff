import { UserError } from '../../core/errors.ts';
import type { Stream } from '../../output/stream.ts';
import { Style, colorModes } from '../../output/style.ts';
import type { Context } from '../context.ts';
import { type Arguments, type Flags, text } from './flag.ts';

/** Whether output is colored. */
export const colorFlag = {
  color: text(
    'Cluster flags:',
    'Color the output: always, never, or auto, which colors it on a terminal unless NO_COLOR is set',
    {
      value: 'WHEN',
      default: 'auto',
      completes: colorModes,
    },
  ),
} as const satisfies Flags;

/** How a stream of the process is written to. @throws UserError for another value of --color than it has */
export function styleOf({ color }: Arguments<typeof colorFlag>, stream: Stream, { env }: Pick<Context, 'env'>): Style {
  const mode = colorModes.find((each) => each === color);
  if (mode !== undefined) return new Style(stream, env, mode);
  throw new UserError(`invalid argument "${color}" for "--color" flag: not one of ${colorModes.join(', ')}`, {
    hint: 'write it like --color=never',
  });
}
