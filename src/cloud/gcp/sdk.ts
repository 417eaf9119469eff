/** What is used of Google's library, loaded with the account. The executable keeps it as a script of its own (build/bundling/library-scripts.ts). */
export { gaxios, GoogleAuth, OAuth2Client } from 'google-auth-library';
