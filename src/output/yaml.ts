import { DUMP_SCHEMA, NOT_RESOLVED, defineScalarTag, dump } from 'js-yaml';

/**
 * What Go's YAML reads as a number, a truth or nothing where js-yaml would not (sigs.k8s.io/yaml goyaml.v2/resolve.go: all underscores are
 * taken out, and strconv reads the number with any prefix): as a string it has to be quoted.
 */
const notAString =
  /^(?:[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.inf)|\.nan|y|yes|n|no|on|off|true|false|null|~|<<|=)?$/i;

const ofGo = defineScalarTag('!of-go', {
  implicit: true,
  resolve: (text) => (notAString.test(text.replaceAll('_', '')) ? text : NOT_RESOLVED),
  identify: () => false,
});

const schema = DUMP_SCHEMA.withTags(ofGo);

/** YAML that kubectl, and any other reader of YAML 1.1 or 1.2, reads back as the same values. */
export function toYamlText(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true, schema });
}
