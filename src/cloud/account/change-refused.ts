/** A request by which a cloud would change, where nothing may be changed: a defect of whoever asked for it. */
export class ChangeRefused extends Error {
  /** @param what the request, such as `ec2 CreateVpcEndpoint` */
  constructor(what: string) {
    super(`asked for ${what} where nothing may be changed`);
    this.name = 'ChangeRefused';
  }
}
