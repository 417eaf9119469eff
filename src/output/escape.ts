// eslint-disable-next-line no-control-regex -- finding control characters is what this is for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Text from a cluster or a cloud, made safe for a terminal: escape sequences and other control characters are shown, not obeyed
 * (cli-runtime pkg/printers/terminal.go, WriteEscaped). Tabs and line breaks become spaces, so that a row stays a row.
 */
export function escapeControl(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(controlCharacters, (character) => `^${String.fromCharCode((character.charCodeAt(0) & 0x1f) + 0x40)}`);
}
