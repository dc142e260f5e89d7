export const benchSearch = async () => 0;
