import { type Row, rows } from '../kubeconfig-rows.ts';
import { fileRows } from './file.ts';
import { proxyRows } from './proxy.ts';
import { trustRows } from './trust.ts';

/** Every kubeconfig that is tried with kubectl and with us. */
export const allRows: readonly Row[] = [...rows, ...fileRows, ...proxyRows, ...trustRows];
