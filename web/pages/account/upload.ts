import { ApiError, readApiError } from '../../api.ts';

export interface ImportReport {
  inserted: number;
  duplicates: number;
  /** The first of them, each with its place in the file, counted from 0. */
  rejected: { index: number; error: string }[];
  rejected_count: number;
}

/**
 * Sends a file, telling how much of it has left (0 to 1). XMLHttpRequest, because fetch does not
 * tell. Throws ApiError.
 */
export function uploadImport(
  file: Blob,
  onProgress: (share: number) => void,
): Promise<ImportReport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL('api/v1/import', document.baseURI));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) return resolve(request.response);
      const { message, ...details } = readApiError(request.status, request.response);
      reject(new ApiError(message, details));
    };
    request.onerror = () =>
      reject(
        new ApiError('The upload broke off. Try again: what arrived is not counted twice.', {
          status: 0,
          code: 'unreachable',
        }),
      );
    request.send(file);
  });
}
