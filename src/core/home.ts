import { homedir } from 'node:os';

/** The home folder of whoever runs the command; empty for a user that the system does not know, as in many containers, without HOME. */
export function homeFolder({ HOME: home = '' }: NodeJS.ProcessEnv): string {
  if (home !== '') return home;
  try {
    return homedir();
  } catch {
    return '';
  }
}
