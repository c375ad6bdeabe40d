/** Characters of a password; the server holds to the same. */
export const PASSWORD_MINIMUM = 8;
export const PASSWORD_MAXIMUM = 256;
