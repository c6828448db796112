/** Of all files of a submission together; what the host takes of one beyond that is for its texts. */
export const MOST_UPLOAD_BYTES = 8_388_608;
