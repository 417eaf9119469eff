import type { StringHosts } from '../hosts.ts';
import type { ProbeLimits } from '../limits.ts';
import { anyProgram } from './any.ts';
import { nodeProgram } from './node.ts';
import { pythonProgram } from './python.ts';
import { shellProgram } from './shell.ts';

/** What a program is to do, besides what it is to look at. */
interface Task extends ProbeLimits {
  /** Whether somebody waits at its stdin, without whom it ends. */
  readonly attached: boolean;
}

/**
 * A program without its indentation, which stands in the URL of the request: some proxies take no more than eight kilobytes.
 * @param unit the spaces of one level, where one space of each is needed
 */
function dense(program: string, unit = 0): string {
  return program.replace(/^ +/gm, (spaces) => ' '.repeat(unit === 0 ? 0 : spaces.length / unit));
}

/** The input of the interpreters' programs. */
function inputOf({ host, srv, targets }: StringHosts, { stepMs, programMs, attached }: Task): string {
  return JSON.stringify({ host, srv, targets, stepMs, wholeMs: programMs, attached });
}

export function nodeCommand(hosts: StringHosts, task: Task, node = 'node'): readonly string[] {
  return [node, '-e', dense(nodeProgram), inputOf(hosts, task)];
}

export function pythonCommand(hosts: StringHosts, task: Task): readonly string[] {
  return ['python3', '-c', dense(pythonProgram, 4), inputOf(hosts, task)];
}

export function shellCommand(hosts: StringHosts, task: Task): readonly string[] {
  return ['sh', '-c', dense(shellProgram), 'sh', ...shellArguments(hosts, task)];
}

/** The command of a container of which only its image is known: the best of what it has. */
export function anyCommand(hosts: StringHosts, task: Task): readonly string[] {
  const [, , python = ''] = pythonCommand(hosts, task);
  const programs = [dense(nodeProgram), python, inputOf(hosts, task), dense(shellProgram)];
  return ['sh', '-c', dense(anyProgram), 'sh', ...programs, ...shellArguments(hosts, task)];
}

function shellArguments({ host, srv, targets }: StringHosts, { stepMs, attached }: Task): readonly string[] {
  const seconds = String(Math.ceil(stepMs / 1000));
  return [host, bit(srv), seconds, bit(attached), ...targets.map((target) => `${target.host}:${target.port}`)];
}

function bit(value: boolean): string {
  return value ? '1' : '0';
}
