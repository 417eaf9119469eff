import type { World } from './world.ts';

/**
 * Every call by which a cluster or a cloud has been changed so far, in the order of the systems, each as often as it was made.
 * @param user whose calls to the cluster they are: the operator writes too
 */
export function writingCalls({ kubernetes, ec2, arm, compute }: World, user: string): readonly string[] {
  return [
    ...kubernetes
      .requests()
      .filter((call) => call.user === user)
      .filter(({ verb, path }) => !['get', 'list', 'watch'].includes(verb) && !path.includes('dryRun=All'))
      .map(({ verb, resource }) => `kubernetes ${verb} ${resource}`),
    ...ec2
      .requests()
      .filter(({ action, params }) => !/^(Describe|Get)/.test(action) && params['DryRun'] !== 'true')
      .map(({ action }) => `ec2 ${action}`),
    ...arm
      .requests()
      // A token is asked for with a POST, which changes nothing.
      .filter((line) => !/^GET |^POST \S*\/token/.test(line))
      .map((line) => `arm ${line.split(' ')[0]}`),
    ...compute
      .requests()
      .filter(({ method, path }) => method !== 'GET' && !path.includes('/token'))
      .map(({ method, path }) => `compute ${method} ${/(addresses|forwardingRules)/.exec(path)?.[1]}`),
  ];
}
