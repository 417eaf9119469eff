import { spawn } from 'node:child_process';
import { type OperatorVersion, operatorProgram } from '../real/operators.ts';

/** The operator as a process. */
export interface OperatorProcess {
  /** What it has written so far. */
  readonly log: () => string;
  /** How it ended; undefined while it runs. */
  readonly ended: () => string | undefined;
  readonly stop: () => Promise<void>;
}

export interface OperatorOptions {
  readonly kubeconfig: string;
  /** The base of the Atlas Admin API. */
  readonly atlasUrl: string;
  /** The namespaces that it watches. */
  readonly namespaces: readonly string[];
}

/**
 * Runs the operator outside of a cluster. It is given the namespaces by name: told to watch all of them, v2.2.0 leaves every database
 * user at "unable to list: NAMESPACE because of unknown namespace for the cache", reason DatabaseUserStaleConnectionSecrets. Flags and variables: cmd/manager/main.go (v2.2.0), cmd/main.go and
 * internal/operator (v2.11.1 and later); the webhook port is not opened by any of them.
 */
export function startOperator(version: OperatorVersion, options: OperatorOptions): OperatorProcess {
  const child = spawn(
    operatorProgram(version),
    [
      `--atlas-domain=${options.atlasUrl}`,
      '--metrics-bind-address=0',
      '--health-probe-bind-address=0',
      '--global-api-secret-name=atlas-operator-api-key',
      '--object-deletion-protection=false',
      '--log-encoder=console',
    ],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        KUBECONFIG: options.kubeconfig,
        OPERATOR_NAMESPACE: 'default',
        OPERATOR_POD_NAME: 'atlas-operator-0000-0000',
        WATCH_NAMESPACE: options.namespaces.join(','),
        // Two operators and their API servers share the cores of one machine.
        GOMAXPROCS: '2',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // A test that ends badly takes it along.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let log = '';
  let ended: string | undefined;
  const keep = (data: Buffer): void => void (log += data.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const closed = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.on('close', (code, signal) => {
      ended ??= `exit code ${code}, signal ${signal}`;
      resolve();
    });
  });
  return {
    log: () => log,
    ended: () => ended,
    async stop() {
      process.off('exit', end);
      end();
      await closed;
    },
  };
}
