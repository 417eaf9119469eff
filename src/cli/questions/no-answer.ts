import { UserError, exitCodes } from '../../core/errors.ts';

/** A question was ended by Ctrl-D, by Ctrl-C or a signal, or by answers that cannot be used. */
export class NoAnswer extends UserError {
  /** @param reason the signal's, which may carry the exit code; undefined for Ctrl-D and for answers that cannot be used */
  constructor(message: string, reason?: unknown) {
    const code =
      typeof reason === 'object' && reason !== null && 'exitCode' in reason ? Number(reason.exitCode) : undefined;
    super(message, { exitCode: code ?? (reason === undefined ? exitCodes.failed : exitCodes.interrupted) });
    this.name = 'NoAnswer';
  }

  /** The same for a question that comes before the first change. */
  beforeChanges(): NoAnswer {
    return new NoAnswer(`${this.message}; nothing was changed`, { exitCode: this.exitCode });
  }
}
