-- Up to when each collection has been read. It lives beside the rows it speaks of, so that a
-- load that is not published moves no cursor.
CREATE TABLE mirror.cursor (
    collection VARCHAR NOT NULL,
    reseller_id VARCHAR NOT NULL,
    read_until TIMESTAMP NOT NULL          -- the platform's time; the next read starts before it
);
