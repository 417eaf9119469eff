import {
  NOT_RESOLVED,
  Schema,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mergeTag,
  nullCoreTag,
  seqTag,
  strTag,
} from 'js-yaml';

const booleans = new Map(
  ['y Y yes Yes YES true True TRUE on On ON', 'n N no No NO false False FALSE off Off OFF'].flatMap((words, index) =>
    words.split(' ').map((word): [string, boolean] => [word, index === 0]),
  ),
);

const boolTag = defineScalarTag('tag:yaml.org,2002:bool', {
  implicit: true,
  resolve: (source) => booleans.get(source) ?? NOT_RESOLVED,
  identify: () => false,
});

/** What strconv.ParseInt takes with base 0, the sign apart; a leading zero is octal. */
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const special = /^(?:\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))$/;

/** No field of a kubeconfig is a number, so all that counts is that it is none of the other types; NaN and infinity are not JSON. */
const numberTag = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  resolve(source) {
    if (special.test(source)) return Number.NaN;
    const plain = source.startsWith('.') ? source : source.replaceAll('_', '');
    if (!/^[-+.0-9]/.test(source) || !(integer.test(plain) || float.test(plain))) return NOT_RESOLVED;
    const value = Number(plain.replace(/^[-+]/, '').replace(/^0(?=[0-7]+$)/, '0o'));
    return plain.startsWith('-') ? -value : value;
  },
  identify: () => false,
});

const binaryTag = defineScalarTag('tag:yaml.org,2002:binary', {
  resolve: (source) => Buffer.from(source, 'base64').toString('utf8'),
  identify: () => false,
});

type Mapping = Record<string, unknown>;

const mapping = {
  // A key such as __proto__ is a key like any other.
  create: () => Object.create(null) as Mapping,
  addPair(carrier: Mapping, key: unknown, value: unknown) {
    if (typeof key !== 'string' && typeof key !== 'number' && typeof key !== 'boolean') return 'unsupported map key';
    carrier[String(key)] = value;
    return '';
  },
  has: (carrier: Mapping, key: unknown) => String(key) in carrier,
  keys: (carrier: Mapping) => Object.keys(carrier),
  get: (carrier: Mapping, key: unknown) => carrier[String(key)],
  identify: () => false,
};

/** What scalars and keys are in yaml.v2 (goyaml.v2/resolve.go and decode.go). Tags of an application, such as `!secret`, are passed over. */
export const goSchema = new Schema([
  strTag,
  nullCoreTag,
  boolTag,
  numberTag,
  mergeTag,
  binaryTag,
  seqTag,
  defineMappingTag('tag:yaml.org,2002:map', mapping),
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
  defineSequenceTag('!', {
    matchByTagPrefix: true,
    create: seqTag.create,
    addItem: seqTag.addItem,
    identify: () => false,
  }),
  defineMappingTag('!', { ...mapping, matchByTagPrefix: true }),
]);
