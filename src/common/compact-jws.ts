/**
 * RFC 7515 §7.1 to the letter: three base64url parts. jose would also take white space and padding in the signature.
 */
export const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;
