export const benchDigest = async () => 0;
