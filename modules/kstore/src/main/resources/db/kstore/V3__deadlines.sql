-- The last thing that a write does, after all locks were waited for: past the deadline of its caller, who was told that it
-- failed, it changes nothing. By the clock of PostgreSQL; the caller knows how far that is from its own.
CREATE FUNCTION kstore.check_deadline(deadline timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF clock_timestamp() >= deadline THEN
        RAISE EXCEPTION USING ERRCODE = 'PD001', MESSAGE = 'the deadline of the statement has passed';
    END IF;
    RETURN TRUE;
END
$$;
