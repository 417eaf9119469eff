/**
 * The error for a request by which a cloud would change, where nothing may be changed: a defect of whoever asked for it.
 * @param what the request, such as `ec2 CreateVpcEndpoint`
 */
export function changeRefused(what: string): Error {
  return new Error(`asked for ${what} where nothing may be changed`);
}
