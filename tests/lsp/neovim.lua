-- A session of a real client: Neovim opens a template with a mistake, is told, mends it with the offered fix, hovers, renames a
-- row, lays the file out and writes it. Run by tests/lsp.rs as
--   nvim --headless -u NONE -i NONE -c "luafile tests/lsp/neovim.lua"  with GOUJI, FILE and RESULT in the environment.
local result = {}
local function finish(error)
  result.error = error
  local out = io.open(vim.env.RESULT, 'w')
  out:write(vim.fn.json_encode(result))
  out:close()
  vim.cmd(error and 'cquit!' or 'qall!')
end

local function session()
  vim.o.swapfile = false
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local client_id = vim.lsp.start_client({
    name = 'gouji',
    cmd = { vim.env.GOUJI, 'lsp', '--lang', 'zh' },
    root_dir = vim.fn.fnamemodify(vim.env.FILE, ':h'),
  })
  assert(client_id, 'the server does not start')
  assert(vim.lsp.buf_attach_client(buffer, client_id), 'the server is not attached')
  local client = vim.lsp.get_client_by_id(client_id)

  local function wait(what, condition)
    assert(vim.wait(20000, condition, 20), 'waited in vain for ' .. what)
  end
  -- The cursor on the nth place of a text.
  local function goto_text(text, nth)
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    for _ = 1, nth or 1 do
      assert(vim.fn.search('\\V' .. text, 'W') > 0, text .. ' is not there')
    end
  end
  local function request(method, params)
    local answers, error = vim.lsp.buf_request_sync(buffer, method, params, 20000)
    assert(answers, method .. ': ' .. tostring(error))
    local answer = answers[client_id]
    assert(answer and not answer.err, method .. ': ' .. vim.inspect(answer))
    return answer.result
  end

  wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  result.encoding = client.offset_encoding
  result.diagnostics = vim.tbl_map(function(one)
    return { line = one.lnum, column = one.col, last = one.end_col, code = one.code, message = one.message }
  end, vim.diagnostic.get(buffer))

  -- The fix that the finding offers.
  local params = vim.lsp.util.make_given_range_params(
    { result.diagnostics[1].line + 1, result.diagnostics[1].column },
    { result.diagnostics[1].line + 1, result.diagnostics[1].column }, buffer, client.offset_encoding)
  params.context = { diagnostics = {} }
  local action = request('textDocument/codeAction', params)[1]
  assert(action, 'no fix is offered')
  result.action = action.title
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  wait('no diagnostics', function() return #vim.diagnostic.get(buffer) == 0 end)

  goto_text('新收', 3)
  result.hover = request('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding)).contents.value

  goto_text('新收', 1)
  vim.lsp.buf.rename('新收申请')
  wait('the new name', function() return vim.fn.search('新收申请', 'nw') > 0 end)
  result.renamed = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 20000 })
  else
    vim.lsp.buf.formatting_sync(nil, 20000)
  end
  result.formatted = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.cmd('write')
  vim.lsp.stop_client(client_id)
  wait('the end of the server', function() return vim.lsp.client_is_stopped(client_id) end)
end

local ok, error = xpcall(session, debug.traceback)
finish(not ok and tostring(error) or nil)
