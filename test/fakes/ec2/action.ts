import type { Account } from './account.ts';
import type { FailureRule } from './failures.ts';
import type { Delays } from './life.ts';
import type { Region } from './model.ts';
import type { Query } from './query.ts';
import type { Xml } from './xml.ts';

/** What an action can see of the request and the world. */
export interface Call {
  readonly query: Query;
  readonly region: Region;
  readonly account: Account;
  readonly now: number;
  readonly delays: Delays;
  /** Quota L-29B6F2EB: interface and Gateway Load Balancer endpoints in one VPC. */
  readonly endpointsPerVpc: number;
  /** How many DescribeVpcEndpoints shall not know an endpoint that is made now. */
  readonly hideNew: number;
  /** The rule by which this deletion is to fail. */
  readonly deletion: FailureRule | undefined;
}

export interface Action {
  /** Its own parameters; any other is refused. */
  readonly knows: readonly string[];
  /** @throws Ec2Error */
  readonly run: (call: Call) => Xml;
}
