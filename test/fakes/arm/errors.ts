/** A refusal, as the Resource Manager writes it: `{"error": {"code", "message", "details"}}`. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  body(): unknown {
    return { error: { code: this.code, message: this.message, details: [] } };
  }
}

export function notFound(id: string, group: string): ArmError {
  const short = id.replace(/^.*\/providers\//i, '');
  return new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${short}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** As in Azure/azure-cli#20232; the ids are those of the request and of the lock's scope. */
export function locked(id: string, scope: string): ArmError {
  return new ArmError(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
  );
}

export function badReference(id: string, by: string): ArmError {
  return new ArmError(
    400,
    'InvalidResourceReference',
    `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}
