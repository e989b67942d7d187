// Made by api/data/generate.ts from services/data-api/openapi; do not edit.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the service and its dependencies are, from probes in the background */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files": {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The content of a file, or a range of it */
        get: operations["getFile"];
        /**
         * Create a file, or replace one whose ETag is given
         * @description The content appears whole or not at all. Without a precondition a file that is there is never replaced. Missing folders above it are made.
         */
        put: operations["putFile"];
        post?: never;
        /** Delete a file */
        delete: operations["deleteFile"];
        options?: never;
        /** The headers of a file */
        head: operations["headFile"];
        patch?: never;
        trace?: never;
    };
    "/v1/metadata": {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of a file */
        get: operations["getMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the content type and properties of a file
         * @description A merge patch (RFC 7396). A property that is null is removed. The file gets a new ETag.
         */
        patch: operations["patchMetadata"];
        trace?: never;
    };
    "/v1/folders": {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of what is in a folder, in the order of the names' bytes */
        get: operations["listFolder"];
        /** Make a folder and those above it, where they are not there */
        put: operations["putFolder"];
        post?: never;
        /**
         * Delete a folder
         * @description One with contents needs `recursive=true` and the role admin.
         */
        delete: operations["deleteFolder"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much a folder may hold, and holds */
        get: operations["getQuota"];
        /**
         * Say how much a folder may hold (admin)
         * @description Over all files below it, in both stores. What is there already stays, also above the quota.
         */
        put: operations["putQuota"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by user and password */
        post: operations["openSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is */
        get: operations["getCurrentSession"];
        put?: never;
        post?: never;
        /**
         * Take the cookie away
         * @description A session's token that was copied stays good until its end, or until the user's password changes.
         */
        delete: operations["closeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The snapshots of a folder, the newest first */
        get: operations["listSnapshots"];
        put?: never;
        /**
         * Keep a folder as it is
         * @description A folder that has not changed since its last snapshot answers with that one.
         */
        post: operations["createSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a snapshot
         * @description What neither the folder nor another snapshot has of it is gone for good. Needs the role admin. A large one takes minutes; one whose answer was lost goes on by itself.
         */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshots/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /**
         * Every file of a snapshot, a line of JSON each (path below the folder, sizeBytes, sha256), by the paths' bytes
         * @description The SHA-256 of this text is manifestSha256.
         */
        get: operations["getManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tables, in the order of their names */
        get: operations["listTables"];
        put?: never;
        /** Makes a table, and its name space where that is missing; needs the role admin */
        post: operations["createTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables/{table}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        /** Families and splits of a table */
        get: operations["describeTable"];
        put?: never;
        post?: never;
        /** Removes a table with its rows; needs the role admin */
        delete: operations["deleteTable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables/{table}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        /**
         * A page of rows, in the order of their keys
         * @description A page ends after `limit` rows, or earlier where its rows are large. No scanner stays open: the token of the next page is the key that it begins with, signed with the query, so rows that are written meanwhile appear where their key is still to come.
         */
        get: operations["listRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables/{table}/rows/batch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads, writes and removes many rows, each for itself
         * @description The answers are in the order of the operations. What fails for one is told in its place and leaves the others as they are. Each row may occur once. Needs the role writer where anything is put or deleted.
         */
        post: operations["batchRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tables/{table}/rows/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
                /** @description The key, as keyEncoding says; base64 in the alphabet for URLs. A longer one, of up to 32767 bytes, goes into a batch. */
                row: components["parameters"]["Row"];
            };
            cookie?: never;
        };
        /** A row */
        get: operations["getRow"];
        /**
         * Writes cells of a row, all or none of them
         * @description Other cells of the row stay. With a condition the cells are written only where it holds (else 412). A 503 to a conditional write may come after it was carried out: its detail says so, and the row tells.
         */
        put: operations["putRow"];
        post?: never;
        /** Removes a row, or columns of it; what is not there is removed already */
        delete: operations["deleteRow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin an upload; it ends by itself after 24 hours */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        /** How far an upload is */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /** End an upload without a file */
        delete: operations["deleteUpload"];
        options?: never;
        head?: never;
        /**
         * Append bytes at the offset that the upload has
         * @description What came before a cut is kept; ask for the offset and go on there.
         */
        patch: operations["continueUpload"];
        trace?: never;
    };
    "/v1/uploads/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the file of an upload */
        post: operations["publishUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @enum {string} */
            status: "ok" | "degraded" | "down";
            dependencies: {
                [key: string]: components["schemas"]["Dependency"];
            };
        };
        Dependency: {
            /** @enum {string} */
            status: "ok" | "down";
            /** Format: int64 */
            checkedMillisAgo: number;
            message?: string;
        };
        Problem: {
            /** @example /problems/not-found */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            errors?: {
                path: string;
                reason: string;
            }[];
        };
        FileMetadata: {
            path: string;
            /** @constant */
            type: "file";
            /** Format: int64 */
            sizeBytes: number;
            contentType: string;
            sha256: string;
            uploader: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            modifiedAt: string;
            etag: string;
            properties: components["schemas"]["Properties"];
        };
        /** @description Free names and values; 64 names at most, of 1 to 128 bytes each, and 64 KiB in all */
        Properties: {
            [key: string]: string;
        };
        MetadataPatch: {
            contentType?: string;
            properties?: {
                [key: string]: string | null;
            };
        };
        Folder: {
            path: string;
            /** @constant */
            type: "folder";
            /** Format: date-time */
            modifiedAt: string;
        };
        FolderEntry: {
            name: string;
            /** @enum {string} */
            type: "file" | "folder";
            /**
             * Format: int64
             * @description Of a file
             */
            sizeBytes?: number;
            /** @description Of a file */
            contentType?: string;
            /** Format: date-time */
            modifiedAt: string;
            /** @description Of a file */
            etag?: string;
        };
        FolderPage: {
            path: string;
            entries: components["schemas"]["FolderEntry"][];
            /** @description Where there is more */
            nextPageToken?: string;
        };
        Quota: {
            path: string;
            /** Format: int64 */
            maxFiles: number | null;
            /** Format: int64 */
            maxBytes: number | null;
            /** Format: int64 */
            usedFiles: number;
            /** Format: int64 */
            usedBytes: number;
        };
        /** @enum {string} */
        Role: "reader" | "writer" | "admin";
        OpenedSession: {
            token: string;
            user: string;
            role: components["schemas"]["Role"];
            /** Format: date-time */
            expiresAt: string;
        };
        CurrentSession: {
            user: string;
            role: components["schemas"]["Role"];
            /** Format: date-time */
            expiresAt?: string;
        };
        Snapshot: {
            id: string;
            path: string;
            name: string;
            /** Format: int64 */
            files: number;
            /** Format: int64 */
            bytes: number;
            manifestSha256: string;
            /** Format: date-time */
            createdAt: string;
        };
        TableName: string;
        FamilyName: string;
        ColumnName: string;
        Family: {
            name: string;
            /** @description Versions of a cell that are kept. */
            maxVersions: number;
            /** @description Seconds after which a cell is gone; null is never. */
            ttlSeconds: number | null;
            /** @description Codec of its files. */
            compression: string;
            /** @description What a read asks before it opens a file. */
            bloomFilter: string;
            /**
             * Format: int64
             * @description Bytes from which a value has a file of its own; null is never.
             */
            mobThresholdBytes: number | null;
        };
        NewFamily: {
            name: components["schemas"]["FamilyName"];
            /** @default 1 */
            maxVersions?: number;
            /** @default null */
            ttlSeconds?: number | null;
            /**
             * @default SNAPPY
             * @enum {string}
             */
            compression?: "NONE" | "GZ" | "SNAPPY";
            /**
             * @default ROW
             * @enum {string}
             */
            bloomFilter?: "NONE" | "ROW" | "ROWCOL";
            /**
             * Format: int64
             * @default null
             */
            mobThresholdBytes?: number | null;
        };
        NewTable: {
            name: components["schemas"]["TableName"];
            /** @description Each name once. */
            families: components["schemas"]["NewFamily"][];
            /** @description First keys of its regions but the first one, as keyEncoding says. */
            splits?: string[];
        };
        Table: {
            name: string;
            families: components["schemas"]["Family"][];
            splits: string[];
            /** @description A table that is not takes no reads and no writes. */
            enabled: boolean;
        };
        TableList: {
            tables: {
                name: string;
                families: components["schemas"]["Family"][];
            }[];
        };
        Cell: {
            column: components["schemas"]["ColumnName"];
            value: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970 where HBase gave it.
             */
            timestamp: number;
        };
        Row: {
            key: string;
            cells: components["schemas"]["Cell"][];
        };
        RowPage: {
            rows: components["schemas"]["Row"][];
            /** @description Missing on the last page. */
            nextPageToken?: string;
        };
        NewCell: {
            column: components["schemas"]["ColumnName"];
            /** @description As valueEncoding says; at most 10354688 bytes. */
            value: string;
            /**
             * Format: int64
             * @description Milliseconds since 1970; HBase's clock where it is not given.
             */
            timestamp?: number | null;
        };
        NewCells: components["schemas"]["NewCell"][];
        /** @description What the column must hold; exactly one of value and absent. */
        Condition: {
            column: components["schemas"]["ColumnName"];
            value?: string;
            /** @constant */
            absent?: true;
        } & (unknown | unknown);
        RowWrite: {
            cells: components["schemas"]["NewCells"];
            condition?: components["schemas"]["Condition"];
        };
        /** @description As keyEncoding says. */
        RowKey: string;
        ColumnNames: components["schemas"]["ColumnName"][];
        Batch: {
            operations: components["schemas"]["Operation"][];
        };
        /** @description Exactly one of get, put and delete. */
        Operation: {
            get?: {
                row: components["schemas"]["RowKey"];
                columns?: components["schemas"]["ColumnNames"];
                /** @default 1 */
                versions?: number;
            };
            put?: {
                row: components["schemas"]["RowKey"];
                cells: components["schemas"]["NewCells"];
            };
            delete?: {
                row: components["schemas"]["RowKey"];
                columns?: components["schemas"]["ColumnNames"];
            };
        };
        BatchAnswer: {
            results: {
                /** @description 200 with a row, 204, or what it would be by itself with a problem. */
                status: number;
                row?: components["schemas"]["Row"];
                problem?: components["schemas"]["Problem"];
            }[];
        };
        Upload: {
            id: string;
            path: string;
            /** Format: int64 */
            offsetBytes: number;
            /** Format: int64 */
            sizeBytes?: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
    };
    responses: {
        /** @description Something of the input is wrong; `errors` names every part */
        BadInput: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody has signed in, or the token is wrong or has expired */
        SignInNeeded: {
            headers: {
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller's role does not allow it */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is not there */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something else is there, or not empty, or in the middle of a change */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is there already, or has another ETag than the one given */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body or the file is larger than the limit */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path and the query are longer than the server reads */
        UriTooLong: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The Content-Type is not one of those that the route reads */
        UnsupportedContentType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The range lies outside the file */
        RangeNotSatisfiable: {
            headers: {
                "Content-Range"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The content is not what its sender said it is */
        ContentMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request must say which state it changes */
        PreconditionNeeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description More requests, or more wrong passwords, than the limit */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The data layer or a free place is missing for now */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A quota of this folder or of one above it is used up */
        QuotaExceeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is understood and cannot be done so, as bytes that are no text or a table that HBase refuses */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
         * @example /corpus/ខ្មែរ.txt
         */
        Path: string;
        /** @description The id of a snapshot of a folder above the file */
        Snapshot: string;
        /** @description `space:name`, or a name alone for one of the name space `default`. */
        Table: components["schemas"]["TableName"];
        /** @description The key, as keyEncoding says; base64 in the alphabet for URLs. A longer one, of up to 32767 bytes, goes into a batch. */
        Row: string;
        /** @description `family:qualifier`, or a family alone for all of it; the qualifier as keyEncoding says. None are all columns. */
        Columns: components["schemas"]["ColumnName"][];
        /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
        KeyEncoding: "text" | "base64";
        /** @description How values are written, in the request and in the answer. Text is UTF-8. */
        ValueEncoding: "text" | "base64";
        UploadId: string;
    };
    requestBodies: never;
    headers: {
        /** @description Seconds until it may be tried again */
        RetryAfter: number;
        /** @description Strong; another for each content, content type and set of properties */
        ETag: string;
        /** @description `sha-256=:<base64>:` of the whole file */
        ReprDigest: string;
        /** @description The bytes that are kept */
        UploadOffset: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All dependencies answer, or some do (degraded) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Nothing can be served */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    getFile: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
                /** @description The id of a snapshot of a folder above the file */
                snapshot?: components["parameters"]["Snapshot"];
            };
            header?: {
                /** @description One range of bytes */
                Range?: string;
                "If-Range"?: string;
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Repr-Digest": components["headers"]["ReprDigest"];
                    "Accept-Ranges"?: "bytes";
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The range */
            206: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Content-Range"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description It has one of the ETags of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Repr-Digest": components["headers"]["ReprDigest"];
                    "Accept-Ranges"?: "bytes";
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            414: components["responses"]["UriTooLong"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    putFile: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: {
                /** @description `*`, which is also the default */
                "If-None-Match"?: string;
                /** @description The ETag of the file that is replaced */
                "If-Match"?: string;
                /** @description `sha-256=:<base64>:` of the content; it is refused where it is another */
                "Repr-Digest"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Replaced */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["ContentMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["QuotaExceeded"];
        };
    };
    deleteFile: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    headFile: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
                /** @description The id of a snapshot of a folder above the file */
                snapshot?: components["parameters"]["Snapshot"];
            };
            header?: {
                /** @description One range of bytes */
                Range?: string;
                "If-Range"?: string;
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is there */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Repr-Digest": components["headers"]["ReprDigest"];
                    "Accept-Ranges"?: "bytes";
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range is there */
            206: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Repr-Digest": components["headers"]["ReprDigest"];
                    "Accept-Ranges"?: "bytes";
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It has one of the ETags of If-None-Match */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Repr-Digest": components["headers"]["ReprDigest"];
                    "Accept-Ranges"?: "bytes";
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path is wrong */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody has signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The role does not allow it */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is not there */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is a folder */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It has another ETag */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path and the query are longer than the server reads */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The range lies outside the file */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The data layer is not there for now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getMetadata: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchMetadata: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: {
                /** @description Needed */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["MetadataPatch"];
                "application/json": components["schemas"]["MetadataPatch"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedContentType"];
            428: components["responses"]["PreconditionNeeded"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFolder: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
                limit?: number;
                /** @description nextPageToken of the page before */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderPage"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    putFolder: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["QuotaExceeded"];
        };
    };
    deleteFolder: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
                recursive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQuota: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    putQuota: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description null is no limit
                     */
                    maxFiles?: number | null;
                    /**
                     * Format: int64
                     * @description null is no limit
                     */
                    maxBytes?: number | null;
                };
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedContentType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    user: string;
                    /** Format: password */
                    password: string;
                    /** @description Also sets the cookie for the page */
                    cookie?: boolean;
                };
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSession"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentSession"];
                };
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    closeSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSnapshots: {
        parameters: {
            query: {
                /**
                 * @description An absolute path below the root. Names are separated by `/`, have at most 255 bytes of UTF-8 in NFC, no control characters or colons, and are not `.` or `..`; at most 64 of them. It is normalized to NFC.
                 * @example /corpus/ខ្មែរ.txt
                 */
                path: components["parameters"]["Path"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshots */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        snapshots: components["schemas"]["Snapshot"][];
                    };
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    path: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description The folder has not changed since this one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description Taken */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedContentType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getManifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tables that callers may speak of. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableList"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTable: {
        parameters: {
            query?: {
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTable"];
            };
        };
        responses: {
            /** @description The table. */
            201: {
                headers: {
                    /** @description Where it is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    describeTable: {
        parameters: {
            query?: {
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRows: {
        parameters: {
            query?: {
                /** @description Only keys that begin with it, as keyEncoding says; goes without from and to. */
                prefix?: string;
                /** @description The least key, as keyEncoding says. */
                from?: string;
                /** @description The key before which the rows end, as keyEncoding says. */
                to?: string;
                /** @description Rows of a page at most. */
                limit?: number;
                /** @description nextPageToken of the page before, with the same table, bounds and columns. */
                pageToken?: string;
                /** @description `family:qualifier`, or a family alone for all of it; the qualifier as keyEncoding says. None are all columns. */
                columns?: components["parameters"]["Columns"];
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
                /** @description How values are written, in the request and in the answer. Text is UTF-8. */
                valueEncoding?: components["parameters"]["ValueEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowPage"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    batchRows: {
        parameters: {
            query?: {
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
                /** @description How values are written, in the request and in the answer. Text is UTF-8. */
                valueEncoding?: components["parameters"]["ValueEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description An answer for each operation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRow: {
        parameters: {
            query?: {
                /** @description `family:qualifier`, or a family alone for all of it; the qualifier as keyEncoding says. None are all columns. */
                columns?: components["parameters"]["Columns"];
                /** @description Versions of each column at most, newest first. */
                versions?: number;
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
                /** @description How values are written, in the request and in the answer. Text is UTF-8. */
                valueEncoding?: components["parameters"]["ValueEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
                /** @description The key, as keyEncoding says; base64 in the alphabet for URLs. A longer one, of up to 32767 bytes, goes into a batch. */
                row: components["parameters"]["Row"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Row"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    putRow: {
        parameters: {
            query?: {
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
                /** @description How values are written, in the request and in the answer. Text is UTF-8. */
                valueEncoding?: components["parameters"]["ValueEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
                /** @description The key, as keyEncoding says; base64 in the alphabet for URLs. A longer one, of up to 32767 bytes, goes into a batch. */
                row: components["parameters"]["Row"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RowWrite"];
            };
        };
        responses: {
            /** @description It is written. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedContentType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRow: {
        parameters: {
            query?: {
                /** @description `family:qualifier`, or a family alone for all of it; the qualifier as keyEncoding says. None are all columns. */
                columns?: components["parameters"]["Columns"];
                /** @description Only where this column has the value ifValue (else 412). */
                ifColumn?: string;
                /** @description The value of ifColumn, as valueEncoding says. */
                ifValue?: string;
                /** @description How keys and qualifiers are written, in the request and in the answer. Text is UTF-8. */
                keyEncoding?: components["parameters"]["KeyEncoding"];
                /** @description How values are written, in the request and in the answer. Text is UTF-8. */
                valueEncoding?: components["parameters"]["ValueEncoding"];
            };
            header?: never;
            path: {
                /** @description `space:name`, or a name alone for one of the name space `default`. */
                table: components["parameters"]["Table"];
                /** @description The key, as keyEncoding says; base64 in the alphabet for URLs. A longer one, of up to 32767 bytes, goes into a batch. */
                row: components["parameters"]["Row"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As the path of a file */
                    path: string;
                    /**
                     * Format: int64
                     * @description Checked when it is published
                     */
                    sizeBytes?: number;
                    contentType?: string;
                    /** @description Checked when it is published */
                    sha256?: string;
                    /** @description The ETag of the file that is replaced; without it none may be there */
                    replaces?: string;
                };
            };
        };
        responses: {
            /** @description Begun */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["QuotaExceeded"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    "Upload-Offset": components["headers"]["UploadOffset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    continueUpload: {
        parameters: {
            query?: never;
            header: {
                "Upload-Offset": number;
            };
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description All was kept */
            200: {
                headers: {
                    "Upload-Offset": components["headers"]["UploadOffset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            400: components["responses"]["BadInput"];
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["QuotaExceeded"];
        };
    };
    publishUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["UploadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Replaced */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileMetadata"];
                };
            };
            401: components["responses"]["SignInNeeded"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ContentMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["QuotaExceeded"];
        };
    };
}
