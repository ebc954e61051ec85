create table if not exists orders (
  id bigint generated always as identity primary key,
  customer varchar(100) not null,
  product varchar(100) not null,
  quantity integer not null check (quantity > 0),
  placed_at timestamp with time zone not null
);
