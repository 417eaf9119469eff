import { ComputeError } from './errors.ts';
import { type Token, mayUseCompute } from './identity/tokens.ts';
import type { Google, Project } from './model.ts';
import type { Permissions } from './permissions.ts';

interface Entrance {
  readonly google: Google;
  readonly permissions: Permissions;
  readonly caller: Token;
  readonly method: string;
  readonly project: Project;
  /** The project that the request is to be counted for; empty when none is named. */
  readonly quotaProject: string;
}

const errorInfo = (reason: string, metadata: Readonly<Record<string, string>>): unknown => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'compute.googleapis.com', ...metadata },
});

function disabled({ number }: Project): ComputeError {
  const url = `https://console.developers.google.com/apis/api/compute.googleapis.com/overview?project=${number}`;
  const message = `Compute Engine API has not been used in project ${number} before or it is disabled. Enable it by visiting ${url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return new ComputeError(403, 'accessNotConfigured', message, {
    domain: 'usageLimits',
    rpcStatus: 'PERMISSION_DENIED',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [{ description: 'Google developers console API activation', url }],
      },
      errorInfo('SERVICE_DISABLED', { consumer: `projects/${number}` }),
    ],
  });
}

/** What Google's front end looks at before Compute Engine sees a request. @throws ComputeError 403 */
export function checkFrontEnd({ google, permissions, caller, method, project, quotaProject }: Entrance): void {
  if (!mayUseCompute(caller, method))
    throw new ComputeError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
      rpcStatus: 'PERMISSION_DENIED',
      details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { method: 'compute' })],
    });
  if (quotaProject !== '') {
    const { id } = google.project(quotaProject);
    if (!permissions.has('serviceusage.services.use', id)) {
      const message = `Caller does not have required permission to use project ${id}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, by visiting https://console.developers.google.com/iam-admin/iam/project?project=${id} and then retry. Propagation of the new permission may take a few minutes.`;
      throw new ComputeError(403, 'forbidden', message, {
        rpcStatus: 'PERMISSION_DENIED',
        details: [errorInfo('USER_PROJECT_DENIED', { consumer: `projects/${id}` })],
      });
    }
  }
  if (!project.computeEnabled) throw disabled(project);
}
