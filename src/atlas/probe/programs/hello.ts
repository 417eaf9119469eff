/**
 * The OP_MSG that asks `hello`, which needs no login (github.com/mongodb/specifications, source/message/OP_MSG.md and
 * source/mongodb-handshake/handshake.md): opcode 2013, no flags, one section of kind 0 with the BSON `{hello: 1, $db: "admin"}`. In hexadecimal;
 * 52 bytes, always the same.
 */
export const HELLO =
  '340000000100000000000000dd07000000000000' +
  '00' +
  '1f0000001068656c6c6f0001000000' +
  '022464620006000000' +
  '61646d696e0000';
